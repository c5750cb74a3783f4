namespace OwnerConsole.Kernel.Operations;

/// <summary>Marks an input set by the page that opens the form, such as the current filter, and not filled in by the user.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class PrefilledAttribute : Attribute;
