using System.Collections.Concurrent;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Gates;

/// <summary>Logs attempts to access records outside the caller's scope. The caller receives the same not-found response as for unknown IDs.</summary>
/// <remarks>Logs at most once per hour for each caller and record, so that probing leaves a trace without flooding the log.</remarks>
internal sealed class ForbiddenAccessLog(RequestDelegate next, SubjectResolver subjects, Runs runs, Database database, AccessLog accessLog, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;
    private readonly ConcurrentDictionary<(string Caller, string Id, DateTime Hour), bool> _recorded = new();

    public async Task Invoke(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Problem problem)
            when (problem is { Status: 404, Asked.Count: > 0 } && Caller.Of(context) is { } caller && (caller.IsScoped || caller.Mode is not null))
        {
            await Record(caller, problem.Asked, context.RequestAborted);
            throw;
        }
    }

    private async Task Record(Caller caller, IReadOnlyList<string> asked, CancellationToken stop)
    {
        TenantScope.Clear(); // the record may exist outside the caller's scope
        var within = caller.Mode ?? Mode.Live;
        var own = (await subjects.Find(caller, within, asked, stop)).Select(found => found.Id);
        var there = (await subjects.Find(Caller.System, within, asked, stop)).Select(found => found.Id).Concat(await runs.FindExisting(asked, stop));
        var others = there.Except(own).Where(id => IsNew(caller, id)).ToArray();
        if (others.Length == 0)
            return;
        await using var work = await database.Write(WriteOrigin.Intake("trespass"), AccessLog.Tenants, stop);
        foreach (var id in others)
            accessLog.Refused(caller.Id, "not_theirs", Describe(caller.Id, id), work);
        await work.Commit();
    }

    /// <summary>Shows the id as text: its name would be shown to readers of the log who can't see the record.</summary>
    private static Sentence Describe(string callerId, string id)
    {
        var sentence = Sentence.Say($"{new EntityReference(callerId)} requested ");
        sentence.AppendKnown(id);
        sentence.AppendLiteral(", which is outside its scope.");
        return sentence;
    }

    private bool IsNew(Caller caller, string id)
    {
        if (_recorded.Count >= MaxRemembered)
            _recorded.Clear();
        var now = clock.GetUtcNow().UtcDateTime;
        return _recorded.TryAdd((caller.Id, id, now.Date.AddHours(now.Hour)), true);
    }
}
