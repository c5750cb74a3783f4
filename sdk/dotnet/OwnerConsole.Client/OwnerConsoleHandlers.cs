using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Client;

/// <summary>What the application does when it hears something of the console.</summary>
public sealed class OwnerConsoleHandlers
{
    private readonly List<(string Type, Func<ToldEvent, CancellationToken, Task> Handle)> _events = [];
    private readonly Dictionary<string, Func<OfferedTask, CancellationToken, Task<TaskDone>>> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<OfferedTask, CancellationToken, Task<TaskPreview>>> _previews = new(StringComparer.Ordinal);
    private readonly List<Action<RejectedEvent>> _rejected = [];
    private readonly IServiceCollection _services;

    internal OwnerConsoleHandlers(IServiceCollection services) => _services = services;

    internal IReadOnlyCollection<string> Kinds => _tasks.Keys;

    internal IReadOnlyList<Action<RejectedEvent>> Rejected => _rejected;

    /// <summary>Hears an event of the console. What throws is told again later, so what was done already must do no harm.</summary>
    /// <param name="type">such as <c>tenant.suspended</c>, or <c>tenant.*</c> for all of a kind</param>
    /// <param name="handle">within 15 seconds; services are those of a scope of its own</param>
    public OwnerConsoleHandlers OnEvent(string type, Func<ToldEvent, CancellationToken, Task> handle)
    {
        _events.Add((type, handle));
        return this;
    }

    /// <summary>Carries out a kind of task, in the background. It may throw <see cref="TaskRefusedException"/>; its token says that the owner stopped it, or that the application ends.</summary>
    /// <param name="kind">such as <c>tenant.anonymise</c>, or an operation that the application declares</param>
    public OwnerConsoleHandlers OnTask(string kind, Func<OfferedTask, CancellationToken, Task<TaskDone>> carry)
    {
        if (_tasks.Count == 0)
            _services.AddHostedService(given => given.GetRequiredService<TaskDesk>());
        _tasks.Add(kind, carry);
        return this;
    }

    /// <inheritdoc cref="OnTask"/>
    /// <typeparam name="TInput">a record with the names of the input's fields</typeparam>
    public OwnerConsoleHandlers OnTask<TInput>(string kind, Func<OfferedTask, TInput, CancellationToken, Task<TaskDone>> carry) =>
        OnTask(kind, (task, stop) => carry(task, Read<TInput>(task), stop));

    /// <summary>Says what a kind of task would do, without doing any of it. The owner waits for it: what takes longer than ten seconds is not shown. It may throw <see cref="TaskRefusedException"/> where the task would.</summary>
    /// <param name="kind">that it also carries out</param>
    public OwnerConsoleHandlers OnPreview(string kind, Func<OfferedTask, CancellationToken, Task<TaskPreview>> foretell)
    {
        _previews.Add(kind, foretell);
        return this;
    }

    /// <inheritdoc cref="OnPreview"/>
    /// <typeparam name="TInput">a record with the names of the input's fields</typeparam>
    public OwnerConsoleHandlers OnPreview<TInput>(string kind, Func<OfferedTask, TInput, CancellationToken, Task<TaskPreview>> foretell) =>
        OnPreview(kind, (task, stop) => foretell(task, Read<TInput>(task), stop));

    /// <summary>Declares this each time the application starts.</summary>
    public OwnerConsoleHandlers Declares(ApplicationDeclaration declaration)
    {
        _services.AddSingleton(declaration);
        _services.AddHostedService<DeclaringLoop>();
        return this;
    }

    /// <summary>Hears of events that the console can't take in. They are logged as well.</summary>
    public OwnerConsoleHandlers OnRejected(Action<RejectedEvent> handle)
    {
        _rejected.Add(handle);
        return this;
    }

    internal Func<OfferedTask, CancellationToken, Task<TaskDone>>? Carrying(string kind) => _tasks.GetValueOrDefault(kind);

    internal Func<OfferedTask, CancellationToken, Task<TaskPreview>>? Foretelling(string kind) => _previews.GetValueOrDefault(kind);

    internal IEnumerable<Func<ToldEvent, CancellationToken, Task>> Of(string type) =>
        _events
            .Where(one => one.Type == type || (one.Type.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(one.Type[..^1], StringComparison.Ordinal)))
            .Select(one => one.Handle);

    private static TInput Read<TInput>(OfferedTask task) =>
        task.Input.Deserialize<TInput>(ConsoleJson.Options) ?? throw new TaskRefusedException("no_input", "The task came without its input.");
}
