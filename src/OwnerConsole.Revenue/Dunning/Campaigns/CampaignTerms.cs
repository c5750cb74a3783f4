using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Addresses;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>What a person can change of a campaign.</summary>
public sealed record CampaignTerms(
    string Name,
    IReadOnlyList<DunningStep> Steps,
    CampaignConditions Conditions,
    IReadOnlyList<string> ExcludedTenants,
    string? ExcludedTag,
    bool SendsEmails
)
{
    internal const string PlanSource = "plan",
        TagSource = "tag";

    internal const int MaxName = 60,
        MaxTenure = 1_200;

    private const int MaxValues = 100,
        MaxLength = 200;

    public static CampaignTerms Of(DunningCampaign campaign) =>
        new(campaign.Name, campaign.Steps, campaign.Conditions, campaign.ExcludedTenants, campaign.ExcludedTag, campaign.SendsEmails);

    /// <param name="name">Name of the campaign if the input has none.</param>
    /// <param name="excluded">Ids of the excluded tenants.</param>
    internal static CampaignTerms Of(CampaignInput input, string name, IReadOnlyList<string> excluded) =>
        new(
            string.IsNullOrWhiteSpace(input.Name) ? name : input.Name.Trim(),
            StepDays.Read(input),
            new(
                Values(input.Plans),
                Amount(input.AmountFrom),
                Amount(input.AmountTo),
                HasAmount(input) ? input.AmountIn : AmountBasis.ReportingCurrency,
                Countries(input),
                input.TenureFrom,
                input.TenureTo
            ),
            excluded,
            string.IsNullOrWhiteSpace(input.ExcludedTag) ? null : input.ExcludedTag.Trim().ToLowerInvariant(),
            input.SendEmails
        );

    public bool IsSame(CampaignTerms other) => Json.Text(this) == Json.Text(other);

    internal DunningCampaign Apply(DunningCampaign campaign) =>
        campaign with
        {
            Name = Name,
            Steps = Steps,
            Conditions = Conditions,
            ExcludedTenants = ExcludedTenants,
            ExcludedTag = ExcludedTag,
            SendsEmails = SendsEmails,
            IsOn = true,
        };

    /// <returns>Why the input is invalid; null when it is valid.</returns>
    internal static Refusal? Check(CampaignInput input) =>
        StepDays.Check(input)
        ?? input switch
        {
            _ when IsBad(input.AmountFrom) || IsBad(input.AmountTo) => new("bad_amount", $"Enter amounts as numbers, such as 100 or 49.50."),
            _ when Amount(input.AmountFrom) > Amount(input.AmountTo) => new("bad_amount", $"amount_from must be at most amount_to."),
            _ when Countries(input).Any(country => !Country.Exists(country)) => new(
                "bad_country",
                $"Enter ISO 3166-1 country codes, such as CH, one per line."
            ),
            _ when input.TenureFrom is < 0 or > MaxTenure || input.TenureTo is < 0 or > MaxTenure => new(
                "bad_tenure",
                $"The age of the tenant must be 0 to {MaxTenure} months."
            ),
            _ when input.TenureFrom > input.TenureTo => new("bad_tenure", $"tenure_from must be at most tenure_to."),
            _ when IsTooLong(input.Plans) || IsTooLong(input.Countries) || IsTooLong(input.ExcludedTenants) => new(
                "too_many",
                $"A list can have at most {MaxValues} values of {MaxLength} characters."
            ),
            _ => null,
        };

    internal static bool HasConditions(CampaignInput input) =>
        HasAmount(input) || Values(input.Plans).Count > 0 || Values(input.Countries).Count > 0 || input.TenureFrom is not null || input.TenureTo is not null;

    internal static IReadOnlyList<string> Values(IReadOnlyList<string>? given) =>
        [.. (given ?? []).Select(value => value.Trim()).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Countries(CampaignInput input) =>
        [.. Values(input.Countries).Select(country => country.ToUpperInvariant()).Distinct()];

    private static bool HasAmount(CampaignInput input) => Amount(input.AmountFrom) is not null || Amount(input.AmountTo) is not null;

    private static bool IsTooLong(IReadOnlyList<string>? given) =>
        given is not null && (given.Count > MaxValues || given.Any(value => value.Length > MaxLength));

    private static bool IsBad(string? amount) => !string.IsNullOrWhiteSpace(amount) && Amount(amount) is null;

    private static decimal? Amount(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
}
