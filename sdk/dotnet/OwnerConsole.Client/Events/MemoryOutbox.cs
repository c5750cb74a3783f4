using System.Threading.Channels;

namespace OwnerConsole.Client;

/// <summary>Queue of events in memory. They are lost if the process is killed.</summary>
internal sealed class MemoryOutbox(OwnerConsoleOptions options, TimeProvider clock) : IOutbox
{
    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(options.Buffer);
    private int _taken;

    public int UnpersistedCount => _waiting.Reader.Count + _taken;

    public Task Add(byte[] line, CancellationToken stop) => _waiting.Writer.Offer(line, stop);

    public async Task<OutboxBatch?> Next(CancellationToken stop)
    {
        if (!await _waiting.Reader.WaitToReadAsync(stop))
            return null;
        using var soon = new CancellationTokenSource(options.FlushAfter, clock);
        var events = new List<byte[]>();
        var bytes = 0;
        while (
            events.Count < options.BatchSize
            && await Comes(soon.Token)
            && _waiting.Reader.TryPeek(out var next)
            && bytes + next.Length < CloudEvents.MaxBatchBytes
        )
        {
            _waiting.Reader.TryRead(out _); // the item that was peeked; there is only one reader
            events.Add(next);
            bytes += next.Length + 1;
        }
        _taken = events.Count;
        return new(events);
    }

    public void Forget(OutboxBatch answered) => _taken = 0;

    public void Close() => _waiting.Writer.TryComplete();

    public Task Release() => Task.CompletedTask;

    private async Task<bool> Comes(CancellationToken soon)
    {
        try
        {
            return _waiting.Reader.TryPeek(out _) || await _waiting.Reader.WaitToReadAsync(soon);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
