using System.Reflection;

namespace OwnerConsole;

/// <summary>All modules of the product. To build it without a module, delete the module's folder and its line here.</summary>
public static class ModuleList
{
    public static readonly IReadOnlyList<Kernel.Modules.Module> All =
    [
        new Insights.Overview.Module(),
        new Insights.Explore.Module(),
        new Insights.Settings.Module(),
        new Tenants.Directory.Module(),
        new Tenants.CommandCenter.Module(),
        new Tenants.Access.Module(),
        new Tenants.Members.Module(),
        new Tenants.TimeReports.Module(),
        new Tenants.Presence.Module(),
        new Insights.TenantUsage.Module(),
        new Plans.Features.Module(),
        new Plans.Plans.Module(),
        new Plans.Profiles.Module(),
        new Plans.Grants.Module(),
        new Plans.Trials.Module(),
        new Plans.PlanItems.Module(),
        new Plans.Campaigns.Module(),
        new Plans.Entitlements.Module(),
        new Plans.Upgrades.Module(),
        new Plans.UpgradeRequestForms.Module(),
        new Tenants.Notes.Module(),
        new Tenants.ReportedSubjects.Module(),
        new Tenants.Imports.Module(),
        new Tenants.DemoData.Module(),
        new Tenants.Anonymisation.Module(),
        new Tenants.Exports.Module(),
        new Tenants.Impersonation.Module(),
        new Revenue.Movements.Module(),
        new Revenue.Analytics.Module(),
        new Revenue.Ledger.Module(),
        new Revenue.Billing.Module(),
        new Revenue.Dunning.Module(),
        new Revenue.Manual.Module(),
        new Revenue.Rates.Module(),
        new Revenue.Stripe.Module(),
        new Revenue.Reconciliation.Module(),
        new Integrations.Applications.Module(),
        new Integrations.Webhooks.Module(),
        new Messaging.Emails.Module(),
        new Messaging.Automations.Module(),
        new Messaging.Broadcasts.Module(),
        new Messaging.Channels.Module(),
        new Messaging.Notifications.Module(),
        new Messaging.Preferences.Module(),
        new Reliability.EmergencyStops.Module(),
        new Reliability.WorkItems.Module(),
        new Reliability.Backups.Module(),
        new Reliability.Probes.Module(),
        new Reliability.Objectives.Module(),
        new Reliability.Alerts.Module(),
        new Reliability.Errors.Module(),
        new Reliability.Telemetry.Module(),
        new Reliability.ServiceMap.Module(),
        new Reliability.Incidents.Module(),
        new Reliability.StatusPages.Module(),
        new Integrations.Connectors.Module(),
        new Integrations.Ingest.Module(),
        new Trust.Audit.Module(),
        new Trust.Privacy.Module(),
        new Trust.Retention.Module(),
        new Trust.SavedViews.Module(),
        new Trust.Team.Module(),
        new Trust.PlatformSettings.Module(),
        new Portal.Accounts.Module(),
    ];

    /// <returns>The assemblies with the operations and migrations of these modules.</returns>
    public static IReadOnlyList<Assembly> Assemblies(IEnumerable<Kernel.Modules.Module> modules) =>
        [.. modules.Select(module => module.GetType().Assembly).Distinct()];
}
