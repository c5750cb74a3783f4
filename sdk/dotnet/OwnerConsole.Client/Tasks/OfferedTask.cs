using System.Text.Json;

namespace OwnerConsole.Client;

/// <summary>Something that the owner decided and the application carries out on its own data.</summary>
/// <remarks>The same task may come twice, after a crash of yours: what was done already must do no harm.</remarks>
public sealed class OfferedTask
{
    private readonly TaskMessage _message;
    private readonly Func<object, CancellationToken, Task> _progress;
    private readonly Func<string, Func<Stream>, CancellationToken, Task> _send;

    internal OfferedTask(
        TaskMessage message,
        IServiceProvider services,
        Func<object, CancellationToken, Task> progress,
        Func<string, Func<Stream>, CancellationToken, Task> send
    ) => (_message, Services, _progress, _send) = (message, services, progress, send);

    /// <summary><c>tsk_…</c>, the same whenever it is offered again.</summary>
    public string Id => _message.Id;

    /// <summary>Such as <c>tenant.anonymise</c>.</summary>
    public string Kind => _message.Kind;

    /// <summary>It takes back what a task of this kind has done with the same input.</summary>
    public bool IsUndo => _message.Mode == "undo";

    /// <summary>Whom it is done to: the tenant, one of its people, or something of yours inside of it.</summary>
    public Named Subject => new(_message.Subject.Id, _message.Subject.ExternalId);

    public Named Tenant => _message.Tenant;

    /// <summary>As its schema says, in snake_case.</summary>
    public JsonElement Input => _message.Input;

    /// <summary>The decision, <c>run_…</c>; of a preview its own, <c>prv_…</c>.</summary>
    public string Run => _message.Run;

    /// <summary>What is done later is kept, but the decision has failed by then.</summary>
    public DateTimeOffset Deadline => _message.Deadline;

    /// <summary>Of a scope that ends with the handler.</summary>
    public IServiceProvider Services { get; }

    /// <summary>Shows the owner how far it is.</summary>
    /// <param name="done">of <paramref name="total"/>, in any measure</param>
    /// <param name="note">for people, in a line</param>
    public Task Progress(long done, long total, string? note = null, CancellationToken stop = default) =>
        _progress(
            new
            {
                done,
                total,
                note,
            },
            stop
        );

    /// <summary>Hands a file over, for <c>tenant.export</c>. Sent again under its name, it takes the place of the one before.</summary>
    /// <param name="name">1 to 100 letters, digits and <c>. _ -</c></param>
    /// <param name="open">from its beginning; again for each attempt</param>
    /// <exception cref="RefusedException">the console refuses it</exception>
    public Task Send(string name, Func<Stream> open, CancellationToken stop = default) => _send(name, open, stop);
}
