using System.ComponentModel;

namespace OwnerConsole.Tenants.Plans;

/// <summary>Who gets a version of a plan.</summary>
public enum Holders
{
    [Description("Whoever takes the plan from now on; the others keep what they have")]
    New,

    [Description("Everybody who holds it, at once")]
    All,

    [Description("Whoever takes it from now on at once, and everybody from a day on")]
    From,
}
