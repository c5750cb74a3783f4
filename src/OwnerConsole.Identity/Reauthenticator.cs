using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;

namespace OwnerConsole.Identity;

/// <summary>
/// Confirms the identity of a signed-in person before a sensitive action: by a passkey requested for this action only, or by password and a fresh code.
/// </summary>
public sealed class Reauthenticator(SignIns signIns, Ceremonies ceremonies, Passkeys passkeys, Database database)
{
    /// <summary>Requests a passkey from the browser.</summary>
    /// <param name="about">The action that is confirmed. The answer is valid for nothing else.</param>
    public Task<CeremonyChallenge> RequestPasskey(Session session, byte[] about, PasskeySite site, HttpContext context, UnitOfWork work) =>
        ceremonies.RequestAssertion(Of(session, about), site, context, work);

    /// <returns>Null when the confirmation failed, which is then already committed.</returns>
    public async Task<Proof?> Verify(Session session, SubmittedProof shown, byte[] about, HttpContext context, UnitOfWork work)
    {
        if (shown.Passkey is not { } answer)
            return await signIns.Reauthenticate(session, shown.Password, shown.Code, work) is null ? null : new(ProofKind.PasswordAndCode);
        if (await ceremonies.VerifyAssertion(Of(session, about), answer, context, work) is { } proof)
            return new(ProofKind.Passkey, proof.PasskeyId);
        await work.Commit();
        return null;
    }

    /// <returns>True when the person has a passkey that works at this address.</returns>
    public async Task<bool> HasPasskey(Session session, HttpContext context)
    {
        await using var look = await database.ReadTenants([], context.RequestAborted);
        return await passkeys.Any(session.UserId!, await PasskeySite.Of(context, look), look);
    }

    private static Ceremony Of(Session session, byte[] about) => new(CeremonyPurpose.Prove, session.Id, session.UserId, about);
}
