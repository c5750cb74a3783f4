using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Metrics.Catalogue;
using OwnerConsole.Reliability.Objectives.Public;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.Alerts;

/// <summary>Probes that a rule can watch.</summary>
public sealed class AlertProbeSource : IOptionSource
{
    public const string Key = "alert_probe";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => [.. (await ProbeHealth.List(work)).Select(probe => new Option(probe.Id, probe.Name))];
}

/// <summary>Metrics that a rule can compare.</summary>
public sealed class AlertMetricSource(MetricCatalogue catalogue) : IOptionSource
{
    public const string Key = "alert_metric";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        [
            .. (await catalogue.All(work))
                .Select(metric => new Option(metric.Id, PlatformWords.Current.TranslateForAll(metric.Title)))
                .OrderBy(metric => metric.Name, StringComparer.Ordinal),
        ];
}

/// <summary>SLOs whose error budget a rule can watch.</summary>
public sealed class AlertSloSource : IOptionSource
{
    public const string Key = "alert_slo";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) => [.. (await ObjectiveBurn.List(work)).Select(slo => new Option(slo.Id, slo.Name))];
}

/// <summary>Rules that a composite rule can watch.</summary>
public sealed class AlertMemberSource : IOptionSource
{
    public const string Key = "alert_rule_member";

    public string Name => Key;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work) =>
        TenantScope.Current is not null ? [] : [.. (await AlertRule.List(work)).Select(rule => new Option(rule.Id, rule.Name))];
}

/// <summary>Channels and team members to whom alerts can be sent.</summary>
public sealed class AlertDestinationSource(IEnumerable<IChannelPoster> posters) : IOptionSource
{
    public const string Key = "alert_destination";

    public string Name => Key;

    public bool ReadsTeam => true;

    public async Task<IReadOnlyList<Option>> Find(UnitOfWork work)
    {
        if (TenantScope.Current is not null)
            return []; // no one with access to some tenants only can change routes
        var found = await AlertDestinations.Find(posters, work);
        return [.. found.Channels.Select(channel => new Option(channel.Id, channel.Name)), .. await TeamOptions.List(found.People, work)];
    }
}
