namespace OwnerConsole.Kernel.Data;

/// <summary>What a field tells about a tenant. A role can hide some of it from its people, see <see cref="Hidden"/>.</summary>
public enum FieldClass
{
    /// <summary>Prices, what was paid, and numbers that are summed from them.</summary>
    Money,

    /// <summary>E-mail addresses of tenants and of their people.</summary>
    Contact,
}
