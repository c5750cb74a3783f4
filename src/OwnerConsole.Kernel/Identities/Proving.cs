using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Identities;

/// <summary>
/// Confirms the identity of a signed-in person before a sensitive action: by a passkey requested for this action only, or by password and a fresh code.
/// </summary>
public sealed class Proving(SignIns signIns, Ceremonies ceremonies, Passkeys passkeys, Database database)
{
    /// <summary>Requests a passkey from the browser.</summary>
    /// <param name="about">The action that is confirmed. The answer is valid for nothing else.</param>
    public Task<CeremonyBegun> Ask(Session session, byte[] about, PasskeySite site, HttpContext context, Work work) =>
        ceremonies.Ask(Of(session, about), site, context, work);

    /// <returns>Null when the confirmation failed, which is then already committed.</returns>
    public async Task<Proof?> Check(Session session, ProofShown shown, byte[] about, HttpContext context, Work work)
    {
        if (shown.Passkey is not { } answer)
            return await signIns.Prove(session, shown.Password, shown.Code, work) is null ? null : new(ProofKind.PasswordAndCode);
        if (await ceremonies.Judge(Of(session, about), answer, context, work) is { } proof)
            return new(ProofKind.Passkey, proof.PasskeyId);
        await work.Commit();
        return null;
    }

    /// <returns>True when the person has a passkey that works at this address.</returns>
    public async Task<bool> HasPasskey(Session session, HttpContext context)
    {
        await using var look = await database.Look([], context.RequestAborted);
        return await passkeys.Any(session.UserId!, await PasskeySite.Of(context, look), look);
    }

    private static Ceremony Of(Session session, byte[] about) => new(CeremonyPurpose.Prove, session.Id, session.UserId, about);
}
