using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Settings;

namespace OwnerConsole.Kernel.Words;

/// <summary>Caches the owner's words, because every page needs them. This node sees a change immediately, other nodes within a few seconds.</summary>
public sealed class Vocabulary(Database database, Notices notices, TimeProvider clock)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    private Kept _kept = new(new(), DateTimeOffset.MinValue, Task.CompletedTask);

    public async ValueTask<PlatformWords> Now(CancellationToken stop)
    {
        var kept = _kept;
        if (!kept.Changed.IsCompleted && clock.GetUtcNow() - kept.At < s_fresh)
            return kept.Words;
        var changed = notices.Next(Choices.Channel);
        Bound.Lift();
        await using var work = await database.Read(stop);
        _kept = new(await PlatformWords.Of(work), clock.GetUtcNow(), changed);
        return _kept.Words;
    }

    private sealed record Kept(PlatformWords Words, DateTimeOffset At, Task Changed);
}
