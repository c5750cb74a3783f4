using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Forms;

/// <summary>What Assets/passkeys.js is answered that wants to ask the browser.</summary>
public static class PasskeyQuestion
{
    /// <exception cref="Problem">409: no passkey works at this address</exception>
    public static IResult Of(CeremonyBegun? begun) => Results.Json(begun ?? throw Nowhere(), Json.Answers);

    /// <summary>As it stands in a page.</summary>
    public static string Text(CeremonyBegun begun) => Json.Text(begun);

    public static Problem Nowhere() =>
        new(
            409,
            "no_passkeys_here",
            "Passkeys work under the address of this console that its settings name, and under http://localhost on the machine itself."
        );
}
