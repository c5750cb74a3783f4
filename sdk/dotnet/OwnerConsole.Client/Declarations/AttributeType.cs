namespace OwnerConsole.Client;

/// <summary>Type of a tenant attribute.</summary>
public enum AttributeType
{
    Text,
    Number,
    Boolean,

    /// <summary>A date as text, such as <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>One of the declared choices.</summary>
    Choice,
}
