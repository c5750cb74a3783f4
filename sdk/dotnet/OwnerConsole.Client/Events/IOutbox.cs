namespace OwnerConsole.Client;

/// <summary>Where events wait until the console has answered for them: in memory, or on the disk.</summary>
internal interface IOutbox
{
    /// <summary>Keeps an event. Waits while there is no room for another one.</summary>
    /// <exception cref="InvalidOperationException">the application is stopping, and nobody would send it</exception>
    Task Add(byte[] line, CancellationToken stop);

    /// <summary>The oldest that wait. It waits for some to come, and then a little for others to go with them.</summary>
    /// <returns>null when nothing waits and nothing can come any more</returns>
    Task<Batch?> Next(CancellationToken stop);

    /// <summary>The console has answered for these.</summary>
    void Forget(Batch answered);

    /// <summary>Nothing is added from now on, so that what waits can go at once.</summary>
    void Close();

    /// <summary>What is lost if the process ends now.</summary>
    int Unkept { get; }
}

/// <param name="File">where they lie; null for those in memory</param>
internal sealed record Batch(IReadOnlyList<byte[]> Events, string? File = null);
