namespace OwnerConsole.Data;

/// <summary>Sensitivity class of a field. A role can hide classes from its members, see <see cref="HiddenFields"/>.</summary>
public enum FieldClass
{
    /// <summary>Prices, payments, and numbers computed from them.</summary>
    Money,

    /// <summary>Email addresses of tenants and their members.</summary>
    Contact,
}
