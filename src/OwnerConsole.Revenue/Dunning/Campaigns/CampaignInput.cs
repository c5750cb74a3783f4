using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Pure.Dunning;

namespace OwnerConsole.Revenue.Dunning.Campaigns;

/// <summary>Name, steps, conditions and exclusions of a campaign, as a person enters them. All conditions must be met.</summary>
public sealed record CampaignInput(
    [StringLength(CampaignTerms.MaxName)] [Description("Name of the campaign. Leave blank to keep it; a new campaign needs one.")] string? Name = null,
    [Description("Days on which an email is sent, separated by commas. Day 0 is the day on which the payment fails or the invoice becomes overdue.")]
        string EmailDays = "0, 3, 7, 12",
    [Description("Day on which access becomes read-only. Leave blank for never.")] int? ReadOnlyDay = null,
    [Description("Day on which the tenant is suspended. Leave blank for never.")] int? SuspendDay = null,
    [Description("Day on which the subscription is cancelled at the end of its period. Leave blank for never.")] int? CancelDay = null,
    [Description("Without emails, only your application is notified on these days.")] bool SendEmails = true,
    [OptionsFrom(CampaignTerms.PlanSource)]
    [Description("Only tenants with one of these plans. Select none for all tenants.")]
        IReadOnlyList<string>? Plans = null,
    [StringLength(20)] [Description("Minimum amount due, such as 100 or 49.50. Leave blank for none.")] string? AmountFrom = null,
    [StringLength(20)] [Description("Maximum amount due. Leave blank for none.")] string? AmountTo = null,
    [Description(
        "Currency of both amounts. Reporting currency: amounts in other currencies are converted with the stored rate of the day, and don't match without one. Invoice currency: 100 means 100 EUR as well as 100 USD."
    )]
        AmountBasis AmountIn = AmountBasis.ReportingCurrency,
    [Description("Only tenants of these countries, by ISO 3166-1 code such as CH, one per line. Leave blank for all.")] IReadOnlyList<string>? Countries = null,
    [Range(0, CampaignTerms.MaxTenure)] [Description("Minimum age of the tenant in full months. Leave blank for none.")] int? TenureFrom = null,
    [Range(0, CampaignTerms.MaxTenure)] [Description("Maximum age of the tenant in full months. Leave blank for none.")] int? TenureTo = null,
    [Description("Tenants that are never dunned if this campaign matches: IDs (tnt_… or ext:…), one per line.")] IReadOnlyList<string>? ExcludedTenants = null,
    [OptionsFrom(CampaignTerms.TagSource)]
    [StringLength(64)]
    [Description("Tenants with this tag are never dunned if this campaign matches.")]
        string? ExcludedTag = null
);
