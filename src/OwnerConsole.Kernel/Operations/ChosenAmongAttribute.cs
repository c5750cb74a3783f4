namespace OwnerConsole.Kernel.Operations;

/// <summary>Says of an input's text that it is the key of a row: forms show a list, and the API names what it is one of.</summary>
/// <param name="source">the <see cref="IOptionSource.Name"/> of the rows</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ChosenAmongAttribute(string source) : Attribute
{
    public string Source { get; } = source;
}
