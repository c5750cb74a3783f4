namespace OwnerConsole.Kernel.Operations;

/// <summary>Marks a multi-line text as Markdown, so that forms edit it as formatted text.</summary>
/// <param name="variables">Names of the variables that the form offers, without braces.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class MarkdownAttribute(params string[] variables) : Attribute
{
    public IReadOnlyList<string> Variables { get; } = variables;
}
