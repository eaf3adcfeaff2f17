/// What a command asks the session for, which is done when the command is over.
package protocol WorkspaceRequest {}
