namespace OwnerConsole.Kernel.Operations;

/// <summary>Says how forms show an input whose name and type don't say enough.</summary>
/// <param name="label">Label of the field, with its unit if it has one, such as <c>Firing delay (seconds)</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FormFieldAttribute(string label) : Attribute
{
    public string Label { get; } = label;

    /// <summary>Heading of the group of fields to which it belongs; null if it belongs to none.</summary>
    public string? Group { get; init; }

    /// <summary>Value that the operation uses if none is sent, as text. Forms preselect it; null if there is none.</summary>
    public string? Default { get; init; }
}
