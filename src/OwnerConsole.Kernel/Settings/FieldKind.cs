namespace OwnerConsole.Kernel.Settings;

public enum FieldKind
{
    Text,
    Choice,

    /// <summary>Several of the options.</summary>
    Choices,
    Tick,
    Number,
    Day,

    /// <summary>Several texts, one per line.</summary>
    Lines,

    /// <summary>A multi-line text.</summary>
    Prose,

    /// <summary>A text that is encrypted before it is stored and never shown again.</summary>
    Secret,

    /// <summary>An amount with a currency.</summary>
    Money,

    /// <summary>Several rows of fields.</summary>
    Rows,
}
