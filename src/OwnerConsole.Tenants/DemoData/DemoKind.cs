namespace OwnerConsole.Tenants.DemoData;

/// <summary>Whose demo is played; each has the profile of the same name.</summary>
public enum DemoKind
{
    Bot,
    Studio,
    School,
    Creative,
}
