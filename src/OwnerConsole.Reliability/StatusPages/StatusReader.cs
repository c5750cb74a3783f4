using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.StatusPages;
using OwnerConsole.Reliability.Probes.Public;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Reads the public page from the database.</summary>
internal static class StatusReader
{
    /// <summary>Maximum number of notices on the page.</summary>
    internal const int MaxNotices = 100;

    private const int Days = 90;

    /// <returns>States of the probes that set the status of a component, and settings on which the page depends, as one text that changes with them.</returns>
    public static async Task<string> ReadStamp(UnitOfWork work)
    {
        var components = await StatusComponent.List(work);
        var watched = components.Select(component => component.ProbeId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var probes = watched.Count == 0 ? [] : await ProbeHealth.List(work);
        var states = probes.Where(probe => watched.Contains(probe.Id)).Select(probe => $"{probe.Id}={probe.State}");
        return string.Join(' ', states.Append(await PlatformAddress.Of(work) ?? "").Append(await EmailSetup.IsDone(work) ? "email" : ""));
    }

    /// <returns>The page; without components and notices while it is not public.</returns>
    public static async Task<StatusSnapshot> Read(DateTimeOffset now, UnitOfWork work)
    {
        var (settings, url) = (await StatusPageSettings.Find(work), await PlatformAddress.Of(work));
        if (!settings.IsEnabled)
            return new(now, settings, url, [], []);
        var components = await StatusComponent.List(work);
        var probes = (await ProbeHealth.List(work)).ToDictionary(probe => probe.Id, StringComparer.Ordinal);
        var days = await ProbeDay.List([.. components.Select(component => component.ProbeId).OfType<string>().Distinct(StringComparer.Ordinal)], now, work);
        var notices = await StatusNotice.ListSince(now.AddDays(-Days), MaxNotices, work);
        var updates = await NoticeUpdate.List([.. notices.Select(notice => notice.Id)], work);
        return new(
            now,
            settings,
            url,
            [
                .. components.Select(component => new SnapshotComponent(
                    component.Id,
                    component.Name,
                    component.Description,
                    component.GroupName,
                    component.Position,
                    component.ByHand,
                    component.ProbeId is { } probe ? StatusOf(probes.GetValueOrDefault(probe)) : null,
                    component.CreatedAt,
                    FindChange(component, component.ProbeId is { } followed ? probes.GetValueOrDefault(followed) : null),
                    component.ProbeId is { } watched && probes.ContainsKey(watched) ? days.GetValueOrDefault(watched, []) : []
                )),
            ],
            [
                // A post can be undone between the two statements.
                .. notices
                    .Where(notice => updates.Contains(notice.Id))
                    .Select(notice => new SnapshotNotice(
                        notice.Id,
                        notice.Kind,
                        notice.Title,
                        notice.Impact,
                        notice.Components,
                        notice.StartsAt,
                        notice.EndsAt,
                        notice.PostedAt,
                        [.. updates[notice.Id]]
                    )),
            ],
            await EmailSetup.IsDone(work),
            await StatusLimit.List(work)
        );
    }

    /// <returns>When the component or its status last changed. A status that the team has set doesn't follow the probe.</returns>
    private static DateTimeOffset FindChange(StatusComponent component, ProbeHealth? probe) =>
        component.ByHand is null && probe is { ChangedAt: var changedAt } && changedAt > component.ChangedAt ? changedAt : component.ChangedAt;

    /// <returns>Status that the state of a probe means; null while it is unknown, or if the probe was removed.</returns>
    internal static ComponentStatus? StatusOf(ProbeHealth? probe) =>
        probe?.State switch
        {
            HealthState.Up => ComponentStatus.Operational,
            HealthState.Degraded => ComponentStatus.DegradedPerformance,
            HealthState.Down => ComponentStatus.MajorOutage,
            _ => null,
        };
}
