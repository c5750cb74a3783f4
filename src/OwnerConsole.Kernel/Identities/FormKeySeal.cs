using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace OwnerConsole.Kernel.Identities;

/// <summary>Seals the framework's keys before they are stored; it finds this type again by the name in the XML.</summary>
public sealed class FormKeySeal(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private readonly SecretBox _box = services.GetRequiredService<SecretBox>();

    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(new("sealed", Convert.ToBase64String(_box.Seal("form-key", "console", Encoding.UTF8.GetBytes(plaintextElement.ToString())))), typeof(FormKeySeal));

    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(Encoding.UTF8.GetString(_box.Open("form-key", "console", Convert.FromBase64String(encryptedElement.Value))));
}
