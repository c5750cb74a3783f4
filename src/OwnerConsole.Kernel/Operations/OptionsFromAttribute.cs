namespace OwnerConsole.Kernel.Operations;

/// <summary>Marks a string input as the key of a row: forms show a list, and the API documents the source.</summary>
/// <param name="source">The <see cref="IOptionSource.Name"/> of the rows.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OptionsFromAttribute(string source) : Attribute
{
    public string Source { get; } = source;
}
