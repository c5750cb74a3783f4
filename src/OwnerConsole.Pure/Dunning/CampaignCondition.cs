namespace OwnerConsole.Pure.Dunning;

/// <summary>Conditions that a campaign can have.</summary>
public enum CampaignCondition
{
    /// <summary>The tenant has one of the plans.</summary>
    Plan,

    /// <summary>The amount due is in a range.</summary>
    Amount,

    /// <summary>The tenant is in one of the countries.</summary>
    Country,

    /// <summary>The age of the tenant is in a range.</summary>
    Tenure,
}
