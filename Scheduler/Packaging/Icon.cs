using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Coroutines.Packaging;

/// <summary>The icon of the packages: three tasks that overlap in time, like those at the top of the README. Drawn here, so that no program is needed for it.</summary>
internal static class Icon
{
    private const int Size = 128;
    private const double Radius = 9;

    private static readonly (byte Red, byte Green, byte Blue) _ground = (0x1f, 0x2a, 0x44);

    // From where to where, at which height, in which colour.
    private static readonly (double From, double To, double Y, (byte, byte, byte) Color)[] _bars =
    [
        (26, 70, 36, (0xff, 0xb3, 0x47)),
        (26, 96, 64, (0x5c, 0xc8, 0xa8)),
        (70, 102, 92, (0x7a, 0xa9, 0xff)),
    ];

    /// <summary>The icon as a PNG file.</summary>
    internal static byte[] Draw()
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Size);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
        (header[8], header[9]) = (8, 6); // eight bits each of red, green, blue and alpha
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compressed());
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compressed()
    {
        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, CompressionLevel.SmallestSize))
        {
            for (int y = 0; y < Size; y++)
            {
                zip.WriteByte(0); // the row is not filtered
                for (int x = 0; x < Size; x++)
                {
                    zip.Write(PixelAt(x + 0.5, y + 0.5));
                }
            }
        }

        return data.ToArray();
    }

    private static byte[] PixelAt(double x, double y)
    {
        (double red, double green, double blue) = (_ground.Red, _ground.Green, _ground.Blue);
        foreach ((double from, double to, double barY, (byte r, byte g, byte b)) in _bars)
        {
            double cover = Cover(DistanceToLine(x, y, from, to, barY), Radius);
            (red, green, blue) = (Mix(red, r, cover), Mix(green, g, cover), Mix(blue, b, cover));
        }

        // A square with round corners.
        double outside = Math.Max(0, Math.Max(Math.Abs(x - (Size / 2)), Math.Abs(y - (Size / 2))) - 40);
        double corner = outside == 0 ? 0 : Math.Sqrt(Square(Math.Max(0, Math.Abs(x - (Size / 2)) - 40)) + Square(Math.Max(0, Math.Abs(y - (Size / 2)) - 40)));
        return [(byte)red, (byte)green, (byte)blue, (byte)(255 * Cover(corner, 24))];
    }

    private static double DistanceToLine(double x, double y, double from, double to, double lineY) =>
        Math.Sqrt(Square(x - Math.Clamp(x, from, to)) + Square(y - lineY));

    // A pixel at the edge is covered in part.
    private static double Cover(double distance, double radius) => Math.Clamp(radius - distance + 0.5, 0, 1);

    private static double Mix(double under, double over, double cover) => under + ((over - under) * cover);

    private static double Square(double value) => value * value;

    private static void WriteChunk(Stream file, string name, byte[] data)
    {
        byte[] chunk = [.. Encoding.ASCII.GetBytes(name), .. data];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(chunk));
        file.Write(number);
    }

    private static uint Checksum(byte[] data)
    {
        uint sum = 0xffffffff;
        foreach (byte value in data)
        {
            sum ^= value;
            for (int i = 0; i < 8; i++)
            {
                sum = (sum & 1) != 0 ? (sum >> 1) ^ 0xedb88320 : sum >> 1;
            }
        }

        return ~sum;
    }
}
