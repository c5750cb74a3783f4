using OwnerConsole.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Vocabulary;

/// <summary>Caches the owner's words, because every page needs them. This node sees a change immediately, other nodes within a few seconds.</summary>
public sealed class VocabularyCache(Database database, NotificationListener notices, TimeProvider clock)
{
    private static readonly TimeSpan s_cacheLifetime = TimeSpan.FromSeconds(2);

    private CacheEntry _cache = new(new(), DateTimeOffset.MinValue, Task.CompletedTask);

    public async ValueTask<PlatformWords> GetCurrent(CancellationToken stop)
    {
        var kept = _cache;
        if (!kept.Changed.IsCompleted && clock.GetUtcNow() - kept.At < s_cacheLifetime)
            return kept.Words;
        var changed = notices.Next(SettingValues.Channel);
        TenantScope.Clear();
        await using var work = await database.Read(stop);
        _cache = new(await PlatformWords.Of(work), clock.GetUtcNow(), changed);
        return _cache.Words;
    }

    private sealed record CacheEntry(PlatformWords Words, DateTimeOffset At, Task Changed);
}
