using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Ui.Forms;

/// <summary>Passkey requests for Assets/passkeys.js, which passes them to the browser.</summary>
public static class PasskeyChallenge
{
    /// <exception cref="Problem">409: Passkeys don't work at this address.</exception>
    public static IResult Of(CeremonyChallenge? begun) => Results.Json(begun ?? throw Nowhere(), Json.ResponseOptions);

    /// <summary>The passkey request as JSON for embedding in a page.</summary>
    public static string Text(CeremonyChallenge begun) => Json.Text(begun);

    public static Problem Nowhere() =>
        new(409, "no_passkeys_here", "Passkeys work only at the console address from the settings, and at http://localhost on the machine itself.");
}
