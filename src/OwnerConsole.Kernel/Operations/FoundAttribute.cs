namespace OwnerConsole.Kernel.Operations;

/// <summary>Says of an input's text that it names somebody: forms find them while it is typed, among those of the subject's tenant.</summary>
/// <param name="kind">the <see cref="Modules.IFinder.Kind"/> of who is found</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class FoundAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
