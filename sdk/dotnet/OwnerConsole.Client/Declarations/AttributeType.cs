namespace OwnerConsole.Client;

/// <summary>What the values of a tenant's attribute are.</summary>
public enum AttributeType
{
    Text,
    Number,
    Boolean,

    /// <summary>A day as a text: <c>2026-01-31</c>.</summary>
    Date,

    /// <summary>One of the texts that are named with it.</summary>
    Choice,
}
