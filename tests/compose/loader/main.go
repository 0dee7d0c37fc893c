// Loads a compose file as docker compose does and prints what it makes of it. Usage: loader <file>
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	options, err := cli.NewProjectOptions(os.Args[1:], cli.WithOsEnv)
	if err == nil {
		project, failure := options.LoadProject(context.Background())
		if failure == nil {
			json, _ := project.MarshalJSON()
			fmt.Println(string(json))
			return
		}
		err = failure
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
