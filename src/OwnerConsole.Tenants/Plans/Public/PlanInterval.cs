namespace OwnerConsole.Tenants.Plans.Public;

/// <summary>How often a plan's price is paid.</summary>
public enum PlanInterval
{
    Month,
    Year,
}
