// Asks the kubelet's own code whether it would start with a credential provider configuration.
package main

import (
	"fmt"
	"os"

	"k8s.io/kubernetes/pkg/credentialprovider/plugin"
)

func main() {
	if err := plugin.RegisterCredentialProviderPlugins(os.Args[1], os.Args[2], nil, nil); err != nil {
		fmt.Println(err)
		os.Exit(2)
	}
}
