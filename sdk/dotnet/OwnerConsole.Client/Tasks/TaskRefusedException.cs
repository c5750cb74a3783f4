namespace OwnerConsole.Client;

/// <summary>Thrown by a handler if a task can't be executed and nothing was changed.</summary>
/// <param name="code">Code of lowercase letters, digits and underscores.</param>
/// <param name="message">Explanation for the owner's team.</param>
public sealed class TaskRefusedException(string code, string message) : Exception(message)
{
    public string Code => code;
}
