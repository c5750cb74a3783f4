using System.Globalization;
using System.Threading.Channels;

namespace OwnerConsole.Client;

/// <summary>Queue of events on disk. Each file is a batch that is deleted once the console has accepted it, so the next process sends the events of a killed one.</summary>
/// <remarks>Events accepted just before a crash are sent twice with the same ids; the console counts them once.</remarks>
internal sealed class SpooledOutbox : IOutbox
{
    // without a buffer, a failed write is not repeated when the file is closed
    private static readonly FileStreamOptions s_file = new()
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        BufferSize = 0,
    };

    private readonly OwnerConsoleOptions _options;
    private readonly TimeProvider _clock;
    private readonly string _folder;
    private readonly FileStream _lock;
    private readonly Channel<Incoming> _incoming = Channel.CreateBounded<Incoming>(1000);
    private readonly Channel<string> _closed;
    private readonly Task _writing;
    private FileStream? _open;
    private int _lines;
    private long _number;
    private volatile bool _isAwaited;

    /// <exception cref="IOException">Another process uses the folder.</exception>
    public SpooledOutbox(OwnerConsoleOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _folder = AtomicFile.OpenFolder(Path.Combine(options.Spool!, "events")); // used only if there is a spool
        _lock = new(Path.Combine(_folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _closed = Channel.CreateBounded<string>(Math.Max(1, options.Buffer / options.BatchSize));
        _writing = Task.Run(Write);
    }

    public int UnpersistedCount => 0;

    public async Task Add(byte[] line, CancellationToken stop)
    {
        var incoming = new Incoming(line, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await _incoming.Writer.Offer(incoming, stop);
        await incoming.Kept.Task;
    }

    public async Task<OutboxBatch?> Next(CancellationToken stop)
    {
        _isAwaited = true;
        try
        {
            if (!await _closed.Reader.WaitToReadAsync(stop) || !_closed.Reader.TryRead(out var file))
                return null;
            return new(Whole(await File.ReadAllBytesAsync(file, stop)), file);
        }
        finally
        {
            _isAwaited = false;
        }
    }

    public void Forget(OutboxBatch answered) => File.Delete(answered.File!); // every batch of this outbox has a file

    public void Close() => _incoming.Writer.TryComplete();

    public Task Release()
    {
        _closed.Writer.TryComplete(); // the writer may wait for a sender that has stopped
        return _writing;
    }

    private async Task Write()
    {
        try
        {
            var left = Directory.GetFiles(_folder, "*.ndjson").Order(StringComparer.Ordinal).ToList();
            _number = left.Count == 0 ? 0 : long.Parse(Path.GetFileNameWithoutExtension(left[^1]), CultureInfo.InvariantCulture);
            foreach (var file in left)
                await Offer(file);
            while (await Comes())
                await Keep();
            await CloseFile();
            _closed.Writer.TryComplete();
        }
        finally
        {
            await _lock.DisposeAsync();
        }
    }

    /// <summary>Closes the current file soon if the sender is waiting for it. While the console is unreachable, files grow to full batches.</summary>
    private async Task<bool> Comes()
    {
        while (_open is not null)
        {
            using var soon = new CancellationTokenSource(_options.FlushAfter, _clock);
            try
            {
                return await _incoming.Reader.WaitToReadAsync(soon.Token);
            }
            catch (OperationCanceledException)
            {
                if (_isAwaited)
                    await CloseFile();
            }
        }
        return await _incoming.Reader.WaitToReadAsync();
    }

    /// <summary>Writes the queued events, up to the size of a file, and flushes them to the disk together.</summary>
    private async Task Keep()
    {
        var kept = new List<TaskCompletionSource>();
        try
        {
            _open ??= new(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{++_number:D12}.ndjson")), s_file);
            using var lines = new MemoryStream();
            while (!IsFull(_lines + kept.Count, _open.Length + lines.Length) && _incoming.Reader.TryRead(out var next))
            {
                kept.Add(next.Kept);
                lines.Write(next.Line);
                lines.WriteByte((byte)'\n');
            }
            _open.Write(lines.GetBuffer(), 0, (int)lines.Length); // far below the range of an int
            _open.Flush(flushToDisk: true);
            _lines += kept.Count;
            kept.ForEach(source => source.SetResult());
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (kept.Count == 0 && _incoming.Reader.TryRead(out var next))
                kept.Add(next.Kept);
            kept.ForEach(source => source.SetException(refused));
            await CloseFile(); // its last line may be incomplete
        }
        if (_open is not null && IsFull(_lines, _open.Length))
            await CloseFile();
    }

    private bool IsFull(int lines, long bytes) => lines >= _options.BatchSize || bytes >= CloudEvents.MaxBatchBytes - CloudEvents.MaxEventBytes;

    private async Task CloseFile()
    {
        if (_open is null)
            return;
        await _open.DisposeAsync();
        await Offer(_open.Name);
        (_open, _lines) = (null, 0);
    }

    /// <summary>Waits for the sender. Once it has stopped, the file is left for the next process.</summary>
    private async Task Offer(string file)
    {
        if (await _closed.Writer.WaitToWriteAsync())
            _closed.Writer.TryWrite(file); // there is only one writer
    }

    /// <returns>Complete lines. Incomplete ones were never confirmed to the caller.</returns>
    private static List<byte[]> Whole(byte[] file)
    {
        var lines = new List<byte[]>();
        var rest = file.AsSpan();
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            lines.Add(rest[..end].ToArray());
        return lines;
    }

    private sealed record Incoming(byte[] Line, TaskCompletionSource Kept);
}
