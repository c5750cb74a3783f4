namespace OwnerConsole.Tenants.DemoData;

/// <summary>Kind of product that the demo simulates. Each kind has the profile of the same name.</summary>
public enum DemoKind
{
    Bot,
    Studio,
    School,
    Creative,
}
