namespace OwnerConsole.Kernel.Operations;

/// <summary>Marks a string input as the id of a person: forms search while the user types, within the subject's tenant.</summary>
/// <param name="kind">The <see cref="Modules.IFinder.Kind"/> of the results.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LookupAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
