namespace OwnerConsole.Kernel.Data;

/// <summary>Of a member of an answer: of which class it is, or which of them stand in it. One of type <see cref="Pure.Amounts.Money"/> is money without it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class ClassedAttribute(params FieldClass[] of) : Attribute
{
    public IReadOnlyList<FieldClass> Of => of;
}
