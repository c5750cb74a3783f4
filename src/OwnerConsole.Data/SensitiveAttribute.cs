namespace OwnerConsole.Data;

/// <summary>Field classes of a response member or of its contents. Members of type <see cref="Pure.Amounts.Money"/> are money without it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class SensitiveAttribute(params FieldClass[] of) : Attribute
{
    public IReadOnlyList<FieldClass> Classes => of;
}
