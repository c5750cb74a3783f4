using OwnerConsole.Data;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>State of the connected database. Each table has at most one current row.</summary>
internal static class ConnectorRows
{
    private const string SameTenant = "other.tenant_id = this.tenant_id";

    public static readonly StateRows Settings = new("connectors.settings", "tenant_id") { Conflict = SameTenant };
    public static readonly StateRows Syncs = new("connectors.syncs", "tenant_id") { Conflict = SameTenant };
    public static readonly StateRows Pauses = new("connectors.pauses", "tenant_id") { Conflict = SameTenant };
}
