using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Log;

/// <summary>Writes lines to the log, in the transaction of the events they describe.</summary>
public sealed class LogWriter(IdGenerator ids)
{
    private const string Columns = "at, tenant_id, kind, actor, run_id, operation, subject, outcome, code, sentence, event_id, event, data, leaf";

    /// <summary>Writes any number of lines in one statement; their tenants must be named by the transaction.</summary>
    public void Write(IReadOnlyCollection<LogLine> lines, UnitOfWork work)
    {
        if (lines.Count == 0)
            return;
        if (lines.Count == 1)
            WriteOne(lines.First(), work);
        else
            WriteMany(lines, work);
        work.Notify("log_written");
    }

    /// <remarks>Most transactions write one line, and a plain row costs the server half as much as a set with one row.</remarks>
    private void WriteOne(LogLine line, UnitOfWork work)
    {
        var eventId = EventOf(line);
        work.Defer(
            $"""
            insert into core.log ({Columns})
            values (@at, @TenantId, @Kind, @Actor, @RunId, @Operation, @Subject, @Outcome, @Code, @sentence, @eventId, @type, @Data, @leaf)
            """,
            new
            {
                at = work.Now,
                line.TenantId,
                line.Kind,
                line.Actor,
                line.RunId,
                line.Operation,
                line.Subject,
                line.Outcome,
                line.Code,
                sentence = line.Sentence.ToJson(),
                eventId,
                type = line.Message?.Type,
                line.Data,
                leaf = line.Leaf(work.Now, eventId),
            }
        );
    }

    private void WriteMany(IReadOnlyCollection<LogLine> lines, UnitOfWork work)
    {
        var events = lines.Select(EventOf).ToArray();
        work.Defer(
            $"""
            insert into core.log ({Columns})
            select @at, l.* from unnest(@tenants, @kinds, @actors, @runs, @operations, @subjects, @outcomes, @codes, @sentences, @events, @types, @data, @leaves) l
            """,
            new
            {
                at = work.Now,
                tenants = Texts(lines, line => line.TenantId),
                kinds = Texts(lines, line => line.Kind),
                actors = Texts(lines, line => line.Actor),
                runs = Texts(lines, line => line.RunId),
                operations = Texts(lines, line => line.Operation),
                subjects = Texts(lines, line => line.Subject),
                outcomes = Texts(lines, line => line.Outcome),
                codes = Texts(lines, line => line.Code),
                sentences = Texts(lines, line => line.Sentence.ToJson()),
                events,
                types = Texts(lines, line => line.Message?.Type),
                data = Texts(lines, line => line.Data),
                leaves = lines.Zip(events, (line, eventId) => line.Leaf(work.Now, eventId)).ToArray(),
            }
        );
    }

    private string? EventOf(LogLine line) => line.Message is null ? null : ids.New("evt");

    private static string?[] Texts(IReadOnlyCollection<LogLine> lines, Func<LogLine, string?> field) => [.. lines.Select(field)];
}
