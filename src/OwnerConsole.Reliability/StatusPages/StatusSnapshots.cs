using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OwnerConsole.Data;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>
/// Keeps the status page in memory. One loop reads it: when a run changes it, when a probe of a component changes its state, and every minute for the uptime.
/// Requests never read the database.
/// </summary>
internal sealed class StatusSnapshots(
    Database database,
    NotificationListener notices,
    StatusSnapshotFile file,
    ComponentObserver observer,
    TimeProvider clock,
    ILogger<StatusSnapshots> log
) : BackgroundService
{
    /// <summary>Notification after a change of the page.</summary>
    internal const string Channel = "status_pages";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5),
        s_minPause = TimeSpan.FromSeconds(1),
        s_maxAge = TimeSpan.FromMinutes(1),
        s_staleAfter = TimeSpan.FromMinutes(3),
        s_firstWait = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PublishedPage? _current;
    private long _confirmedTicks;
    private long _readTimestamp;
    private string? _stamp;
    private bool _isFailing;

    /// <returns>The current page as the public sees it.</returns>
    /// <exception cref="Problem">404: the page is not public. 503: the database is down, and no page is known.</exception>
    public async Task<StatusSnapshot> Get(CancellationToken stop) => RequireEnabled(await GetAny(stop));

    /// <returns>The current page with the components of all tenants. Nothing of it is shown before <see cref="StatusSnapshot.For"/>.</returns>
    /// <exception cref="Problem">404: the page is not public. 503: the database is down, and no page is known.</exception>
    public async Task<StatusSnapshot> GetComplete(CancellationToken stop) => RequireEnabled((await Find(stop)).Complete);

    /// <returns>The same; null if the page is not public.</returns>
    /// <exception cref="Problem">503: the database is down, and no page is known.</exception>
    public async Task<StatusSnapshot?> FindComplete(CancellationToken stop) => (await Find(stop)).Complete is { Page.IsEnabled: true } page ? page : null;

    /// <returns>The current page as the public sees it, also if it is not public.</returns>
    /// <exception cref="Problem">503: the database is down, and no page is known.</exception>
    public async Task<StatusSnapshot> GetAny(CancellationToken stop) => (await Find(stop)).ForPublic;

    /// <summary>Whether a page is known that everyone can open.</summary>
    public bool IsPublic => _current is { ForPublic.Page.IsEnabled: true };

    /// <returns>Time of the last successful comparison with the database if that is long ago; null while the page is current.</returns>
    public DateTimeOffset? FindStaleTime()
    {
        var at = new DateTimeOffset(Volatile.Read(ref _confirmedTicks), TimeSpan.Zero);
        return clock.GetUtcNow() - at > s_staleAfter ? at : null;
    }

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await Task.Yield(); // the console starts meanwhile
        if (file.Read() is { } stored)
        {
            Volatile.Write(ref _confirmedTicks, stored.ReadAt.UtcTicks);
            Publish(stored);
        }
        await Loop.RunForever(() => Turn(stop), s_pause, Report, stop);
    }

    private static StatusSnapshot RequireEnabled(StatusSnapshot snapshot) =>
        snapshot.Page.IsEnabled ? snapshot : throw new Problem(404, "not_found", "No page or endpoint exists at this address.");

    /// <summary>Right after the start, requests wait for the first page.</summary>
    private async Task<PublishedPage> Find(CancellationToken stop)
    {
        if (_current is null)
            try
            {
                await _first.Task.WaitAsync(s_firstWait, stop);
            }
            catch (TimeoutException slow)
            {
                log.LogWarning(slow, "The status page was requested before it could be read.");
            }
        return _current
            ?? throw new Problem(503, "status_unavailable", "The status page can't be read at the moment. Try again in a minute.")
            {
                RetryAfter = TimeSpan.FromMinutes(1),
            };
    }

    /// <summary>Logs an outage once, not each attempt. Notifications can be missed meanwhile, so the page is read completely afterwards.</summary>
    private void Report(Exception error)
    {
        if (!_isFailing)
            log.LogWarning(error, "The status page can't be read; the last one is shown until it can.");
        (_isFailing, _stamp) = (true, null);
    }

    private async Task Turn(CancellationToken stop)
    {
        var notice = notices.Next(Channel);
        await using (var work = await database.Read(stop))
        {
            var now = clock.GetUtcNow();
            var stamp = await StatusReader.ReadStamp(work);
            if (_stamp is null || stamp != _stamp || Stopwatch.GetElapsedTime(_readTimestamp) >= s_maxAge)
            {
                var snapshot = await StatusReader.Read(now, work);
                (_stamp, _readTimestamp) = (stamp, Stopwatch.GetTimestamp());
                Volatile.Write(ref _confirmedTicks, now.UtcTicks); // first, so that the new page is not shown as out of date
                Publish(snapshot);
                Store(snapshot);
            }
            Volatile.Write(ref _confirmedTicks, now.UtcTicks);
        }
        if (_current is { } current)
            await observer.Compare(current.Complete, clock.GetUtcNow(), stop);
        _isFailing = false; // only now, so that changes that can't be stored are logged once as well
        await Task.Delay(s_minPause, stop); // changes that follow each other are read together
        await NotificationListener.Wait(notice, s_pause, stop);
        if (notice.IsCompleted)
            _stamp = null;
    }

    private void Publish(StatusSnapshot snapshot)
    {
        _current = new(snapshot, snapshot.For(null));
        _first.TrySetResult();
    }

    private void Store(StatusSnapshot snapshot)
    {
        try
        {
            file.Write(snapshot);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(error, "The status page can't be stored in the data folder.");
        }
    }

    /// <param name="Complete">With the components of all tenants.</param>
    /// <param name="ForPublic">Without limited components.</param>
    private sealed record PublishedPage(StatusSnapshot Complete, StatusSnapshot ForPublic);
}
