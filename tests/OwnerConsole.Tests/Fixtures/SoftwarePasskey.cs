using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;

namespace OwnerConsole.Fixtures;

/// <summary>A software authenticator that creates and presents passkeys like a browser, and can be made to return invalid data.</summary>
public sealed partial class SoftwarePasskey
{
    private const byte IsPresent = 1,
        IsVerified = 4,
        HasCredential = 64;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private string? _user;

    /// <summary>Origin of the requesting page. Null uses the origin of the console.</summary>
    public string? Origin { get; set; }

    /// <summary>Domain of the relying party. Null uses the requested domain.</summary>
    public string? Domain { get; set; }

    /// <summary>The signature counter that it reports.</summary>
    public uint Count { get; set; } = 1;

    /// <summary>Whether the user was verified by fingerprint, face or PIN.</summary>
    public bool IsUnlocked { get; set; } = true;

    /// <summary>Requests the options from the console and creates a passkey.</summary>
    /// <returns>The form fields that submit it.</returns>
    public async Task<(string, string)[]> Make(TestBrowser visitor, TestConsole console, string begin)
    {
        await visitor.Post(begin);
        return Make(visitor.Page, console);
    }

    /// <param name="question">The options as given in the page.</param>
    public (string, string)[] Make(string question, TestConsole console)
    {
        var (ceremony, options) = Read(question);
        _user = options.GetProperty("user").GetProperty("id").GetString();
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(options.GetProperty("rp").GetProperty("id").GetString()!, HasCredential), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] made = [0xa3, .. Word("fmt"), .. Word("none"), .. Word("attStmt"), 0xa0, .. Word("authData"), 0x58, (byte)data.Length, .. data];
        return Fields(
            ceremony,
            new
            {
                clientDataJSON = Said("webauthn.create", options, console),
                attestationObject = Base64Url.EncodeToString(made),
                transports = new[] { "internal" },
            }
        );
    }

    /// <summary>Adds the passkey on the account page of a person who confirms their identity with password and code.</summary>
    public async Task AddTo(TestBrowser visitor, TestConsole console)
    {
        await visitor.Get("/settings/account");
        await visitor.Post("/settings/account/passkeys", ("password", TestBrowser.Password), ("code", visitor.NextCode()));
        var question = Question().Match(visitor.Page).Groups[1].Value;
        var added = await visitor.Post("/settings/account/passkeys/made", [("name", "Blue key"), .. Make(question, console)]);
        added.StatusCode.ShouldBe(HttpStatusCode.Redirect, visitor.Page);
    }

    /// <summary>Requests the options from the console and presents the passkey.</summary>
    /// <returns>The form fields that submit it.</returns>
    public async Task<(string, string)[]> Show(TestBrowser visitor, TestConsole console, string begin, params (string, string)[] fields)
    {
        await visitor.Post(begin, fields);
        var (ceremony, options) = Read(visitor.Page);
        Count++;
        var data = Data(options.GetProperty("rpId").GetString()!, 0);
        var said = Said("webauthn.get", options, console);
        byte[] signed = [.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(said))];
        return Fields(
            ceremony,
            new
            {
                clientDataJSON = said,
                authenticatorData = Base64Url.EncodeToString(data),
                signature = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
                userHandle = _user,
            }
        );
    }

    private byte[] Data(string domain, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain ?? domain)), (byte)(flags | IsPresent | (IsUnlocked ? IsVerified : 0)), .. count];
    }

    private string Said(string type, JsonElement options, TestConsole console) =>
        Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(
                Json.Text(
                    new
                    {
                        type,
                        challenge = options.GetProperty("challenge").GetString(),
                        origin = Origin ?? console.Address.GetLeftPart(UriPartial.Authority),
                    }
                )
            )
        );

    private (string, string)[] Fields(string ceremony, object response)
    {
        var id = Base64Url.EncodeToString(_id);
        var credential = JsonSerializer.Serialize(
            new
            {
                id,
                rawId = id,
                type = "public-key",
                clientExtensionResults = new { },
                response,
            }
        );
        return [("ceremony", ceremony), ("passkey", credential)];
    }

    private static (string Ceremony, JsonElement Options) Read(string question)
    {
        using var read = JsonDocument.Parse(question);
        return (read.RootElement.GetProperty("ceremony").GetString()!, read.RootElement.GetProperty("options").Clone());
    }

    [GeneratedRegex("data-options=\"({.+?})\"", RegexOptions.None, 1000)]
    private static partial Regex Question();

    private static byte[] Word(string text) => [(byte)(0x60 | text.Length), .. Encoding.ASCII.GetBytes(text)];
}
