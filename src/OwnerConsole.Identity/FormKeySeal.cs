using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Kernel.Secrets;

namespace OwnerConsole.Identity;

/// <summary>Encrypts the framework's data protection keys before they are stored. The framework finds this type by its name in the XML.</summary>
public sealed class FormKeySeal(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const string Owner = "console";

    /// <summary>Column with the framework's XML, which contains the encrypted key.</summary>
    public static readonly EncryptedColumn Keys = new("auth.dp_keys", "xml", "form-key", "name")
    {
        Owner = $"'{Owner}'",
        IsOwned = false,
        Box = "decode(substring(xml from '<sealed[^>]*>([^<]+)<'), 'base64')",
        UpdateExpression = """regexp_replace(xml, '(<sealed[^>]*>)[^<]+', '\1' || translate(encode(s.made, 'base64'), E'\n', ''))""",
    };

    private readonly SecretBox _box = services.GetRequiredService<SecretBox>();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new("sealed", Convert.ToBase64String(_box.Encrypt(Keys.Kind, Owner, Encoding.UTF8.GetBytes(plaintextElement.ToString())))), typeof(FormKeySeal));

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(_box.Decrypt(Keys.Kind, Owner, Convert.FromBase64String(encryptedElement.Value))));
}
