namespace OwnerConsole.Client;

/// <summary>Queue of events until the console has accepted them, in memory or on disk.</summary>
internal interface IOutbox
{
    /// <summary>Adds an event. Waits while the queue is full.</summary>
    /// <exception cref="InvalidOperationException">The application is stopping, so the event could not be sent.</exception>
    Task Add(byte[] line, CancellationToken stop);

    /// <summary>Returns the oldest events. Waits until there are some, and then briefly for more to fill the batch.</summary>
    /// <returns>Null if the queue is empty and closed.</returns>
    Task<OutboxBatch?> Next(CancellationToken stop);

    /// <summary>Removes a batch that the console has accepted.</summary>
    void Forget(OutboxBatch answered);

    /// <summary>Closes the queue for new events, so that the remaining ones are sent immediately.</summary>
    void Close();

    /// <summary>Waits until a closed queue no longer uses its folder, so that the next process can open it. Unsent batches stay there.</summary>
    Task Release();

    /// <summary>Number of events that would be lost if the process ended now.</summary>
    int UnpersistedCount { get; }
}

/// <param name="File">File of the batch; null for events in memory.</param>
internal sealed record OutboxBatch(IReadOnlyList<byte[]> Events, string? File = null);
