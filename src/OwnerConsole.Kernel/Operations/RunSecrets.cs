using System.Text;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Kernel.Operations;

/// <summary>
/// Secrets that an external system has created for runs, such as links. They are stored encrypted until the requester has seen them once, or until
/// they expire.
/// </summary>
public sealed class RunSecrets(Database database, SecretBox box, IdGenerator ids)
{
    public static readonly EncryptedColumn Column = new("core.run_secrets", "secret", "run-secret", "secret_id") { IsOwned = false };

    /// <param name="lifetime">How long the secret can be shown, from now.</param>
    /// <param name="work">Transaction that settles the run's subject.</param>
    public void Save(string runId, string subjectId, string secret, TimeSpan lifetime, UnitOfWork work)
    {
        var id = ids.New("rsc");
        work.Defer(
            """
            insert into core.run_secrets (secret_id, run_id, subject_id, secret, expires_at)
            values (@id, @runId, @subjectId, @encrypted, clock_timestamp() + @lifetime)
            """,
            new
            {
                id,
                runId,
                subjectId,
                encrypted = box.Encrypt(Column.Kind, id, Encoding.UTF8.GetBytes(secret)),
                lifetime,
            }
        );
    }

    /// <returns>Whether the caller has requested the run and has not seen its secrets yet.</returns>
    public async Task<bool> Exists(Caller caller, string runId, CancellationToken stop)
    {
        TenantScope.Clear(); // only the requester's own run is found
        await using var work = await database.Read(stop);
        return await work.One<bool>(
            """
            select exists (select from core.run_secrets s join core.runs r using (run_id)
                            where s.run_id = @runId and s.expires_at > now() and r.requested_by = @caller)
            """,
            new { runId, caller = caller.Id }
        );
    }

    /// <summary>Deletes the secrets of a run, so that they are shown once.</summary>
    /// <returns>The secrets, separated by spaces; null if they were shown before, have expired, or belong to a run of someone else.</returns>
    public async Task<string?> Take(Caller caller, string runId, CancellationToken stop)
    {
        TenantScope.Clear(); // only the requester's own run is found
        await using var work = await database.Write(WriteOrigin.Intake("run_secret"), [], stop);
        var taken = await work.List<Row>(
            """
            with taken as (
              delete from core.run_secrets s using core.runs r
               where s.run_id = @runId and r.run_id = s.run_id and r.requested_by = @caller
              returning s.secret_id, s.subject_id, s.secret, s.expires_at)
            select secret_id, secret from taken where expires_at > clock_timestamp() order by subject_id
            """,
            new { runId, caller = caller.Id }
        );
        await work.Commit();
        return taken.Count == 0 ? null : string.Join(' ', taken.Select(row => Encoding.UTF8.GetString(box.Decrypt(Column.Kind, row.SecretId, row.Secret))));
    }

    private sealed record Row(string SecretId, byte[] Secret);
}
