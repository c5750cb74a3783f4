namespace OwnerConsole.Kernel.Operations;

/// <summary>Marks a string input as the id of a tenant or a member: forms search while the user types, for members within the subject's tenant.</summary>
/// <param name="kind">The <see cref="Modules.IFinder.Kind"/> of the results.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LookupAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
