namespace OwnerConsole.Client;

/// <summary>A task can't be carried out, and nothing of it was: thrown by its handler.</summary>
/// <param name="code">that programs can tell apart: small letters, digits and _</param>
/// <param name="message">for the owner: why</param>
public sealed class TaskRefusedException(string code, string message) : Exception(message)
{
    public string Code => code;
}
