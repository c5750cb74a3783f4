using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Whether who sits there is who signed in, before anything that matters: by a passkey that was asked for this alone, or by password and a fresh code.</summary>
public sealed class Proving(SignIns signIns, Ceremonies ceremonies, Passkeys passkeys, Database database)
{
    /// <summary>Asks the browser for a passkey.</summary>
    /// <param name="about">what it will prove; the answer is worth nothing for anything else</param>
    public Task<CeremonyBegun> Ask(Session session, byte[] about, PasskeySite site, HttpContext context, Work work) =>
        ceremonies.Ask(Of(session, about), site, context, work);

    /// <returns>null when it proves nothing; that is committed then</returns>
    public async Task<Proof?> Check(Session session, ProofShown shown, byte[] about, HttpContext context, Work work)
    {
        if (shown.Passkey is not { } answer)
            return await signIns.Prove(session, shown.Password, shown.Code, work) is null ? null : new(ProofKind.PasswordAndCode);
        if (await ceremonies.Judge(Of(session, about), answer, context, work) is { } proof)
            return new(ProofKind.Passkey, proof.PasskeyId);
        await work.Commit();
        return null;
    }

    /// <returns>whether the person has a passkey that works here</returns>
    public async Task<bool> HasPasskey(Session session, HttpContext context)
    {
        await using var look = await database.Look([], context.RequestAborted);
        return await passkeys.Any(session.UserId!, await PasskeySite.Of(context, look), look);
    }

    private static Ceremony Of(Session session, byte[] about) => new(CeremonyPurpose.Prove, session.Id, session.UserId, about);
}
