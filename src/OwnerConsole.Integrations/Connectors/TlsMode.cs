using System.ComponentModel;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>How the connection to the database is encrypted.</summary>
public enum TlsMode
{
    [Description("TLS with a trusted certificate")]
    Verified,

    [Description("TLS with any certificate")]
    Encrypted,

    [Description("None (private network or this machine)")]
    None,
}
