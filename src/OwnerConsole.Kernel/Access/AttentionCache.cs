using System.Collections.Concurrent;
using System.Diagnostics;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Kernel.Access;

/// <summary>What needs attention, read once for everyone and again after each logged change.</summary>
/// <remarks>
/// Callers limited to some tenants get their own answer, because the shared one covers the platform. The shared one is read without a caller's limits;
/// permissions and hidden fields are applied to each answer.
/// </remarks>
public sealed class AttentionCache(IEnumerable<IAttentionSource> sources, Database database, NotificationListener notices)
{
    private const int MaxKeys = 16;

    /// <summary>Items also appear because time passes, such as trials that end.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromSeconds(15);

    private readonly IAttentionSource[] _sources = [.. sources];

    private readonly ConcurrentDictionary<Key, Lazy<Task<Snapshot>>> _snapshots = new();

    private readonly ConcurrentDictionary<Key, Snapshot> _latest = new();

    /// <returns>One list for each kind of item that the caller can see.</returns>
    public async Task<IReadOnlyList<AttentionList>> Find(Caller caller, Mode mode, CancellationToken stop)
    {
        var lists = caller.IsScoped || TenantScope.Current is not null ? await ReadScoped(caller, mode, stop) : await ReadShared(mode, stop);
        return Visible(lists, caller);
    }

    /// <summary>Returns the same from at most 15 seconds ago without waiting, and reads again if something changed. For numbers on every page.</summary>
    /// <returns>Nothing for callers who see only some tenants, because theirs would be read for each page.</returns>
    public async Task<IReadOnlyList<AttentionList>> FindRecent(Caller caller, Mode mode, CancellationToken stop)
    {
        if (caller.IsScoped || TenantScope.Current is not null)
            return [];
        if (!_latest.TryGetValue(new(mode, PlatformWords.Current), out var latest) || Stopwatch.GetElapsedTime(latest.StartedAt) >= s_maxAge)
            return Visible(await ReadShared(mode, stop), caller);
        if (!IsCurrent(latest))
            _ = ReadShared(mode, CancellationToken.None).ContinueWith(read => read.Exception, TaskScheduler.Default); // a page that waits for it shows the error
        return Visible(latest.Lists, caller);
    }

    /// <returns>Everything about one tenant that needs attention and that the caller can see, most urgent first.</returns>
    public async Task<IReadOnlyList<AttentionItem>> FindFor(string tenantId, Caller caller, Mode mode, UnitOfWork work)
    {
        var items = new List<AttentionItem>();
        foreach (var source in _sources.Where(source => caller.CanRead(source.Permission)))
            items.AddRange(await TenantScope.ReadOrEmpty(() => source.FindFor(tenantId, mode, work)));
        return [.. items.Select(WithoutHidden).OrderBy(item => item.Urgency).ThenBy(item => item.Since)];
    }

    private async Task<IReadOnlyList<FoundList>> ReadScoped(Caller caller, Mode mode, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        var lists = new List<FoundList>();
        foreach (var source in _sources.Where(source => caller.CanRead(source.Permission)))
            lists.AddRange(
                (await TenantScope.ReadOrEmpty<AttentionList>(async () => [await source.Find(mode, work)])).Select(found => new FoundList(source, found))
            );
        return lists;
    }

    private async Task<IReadOnlyList<FoundList>> ReadShared(Mode mode, CancellationToken stop)
    {
        var key = new Key(mode, PlatformWords.Current);
        var askedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            var entry = _snapshots.GetOrAdd(key, Start);
            try
            {
                var snapshot = await entry.Value.WaitAsync(stop);
                if (snapshot.StartedAt >= askedAt || IsCurrent(snapshot))
                    return snapshot.Lists;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                _snapshots.TryRemove(new(key, entry)); // the next request reads again
                throw;
            }
            _snapshots.TryUpdate(key, Start(key), entry);
        }
    }

    private bool IsCurrent(Snapshot snapshot)
    {
        var age = Stopwatch.GetElapsedTime(snapshot.StartedAt);
        return age < s_maxAge && !notices.ArrivedWithin("log_written", age);
    }

    private Lazy<Task<Snapshot>> Start(Key key)
    {
        if (_snapshots.Count > MaxKeys)
            _snapshots.Clear(); // the terminology has changed many times
        return new(() =>
        {
            using (ExecutionContext.SuppressFlow()) // the answer is shared, so this request's limits must not apply
                return Task.Run(() => Read(key));
        });
    }

    private async Task<Snapshot> Read(Key key)
    {
        var startedAt = Stopwatch.GetTimestamp();
        PlatformWords.SetCurrent(key.Words);
        await using var work = await database.Read();
        var lists = new List<FoundList>();
        foreach (var source in _sources)
            lists.Add(new(source, await source.Find(key.Mode, work)));
        if (_latest.Count > MaxKeys)
            _latest.Clear();
        return _latest[key] = new(startedAt, lists);
    }

    private static IReadOnlyList<AttentionList> Visible(IReadOnlyList<FoundList> lists, Caller caller) =>
        [.. lists.Where(list => caller.CanRead(list.Source.Permission) && list.Found.Total > 0).Select(list => WithoutHidden(list.Found))];

    private static AttentionList WithoutHidden(AttentionList list) => list with { Items = [.. list.Items.Select(WithoutHidden)] };

    private static AttentionItem WithoutHidden(AttentionItem item) =>
        HiddenFields.Has(FieldClass.Money) ? item with { MinorUnits = 0, Summary = item.SummaryWithoutMoney ?? item.Summary } : item;

    private sealed record Key(Mode Mode, PlatformWords Words);

    private sealed record FoundList(IAttentionSource Source, AttentionList Found);

    /// <param name="StartedAt">Timestamp before the first read.</param>
    private sealed record Snapshot(long StartedAt, IReadOnlyList<FoundList> Lists);
}
